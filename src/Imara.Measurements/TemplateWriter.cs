using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Imara.Measurements;

/// <summary>Makes the template data of an entry, with little-endian lengths.</summary>
/// <remarks>docs/reference/measurement-list.md 2.1, 2.2, 3.1, 3.2, 4.1.</remarks>
public static class TemplateWriter
{
    private const int MaxShortName = 255;

    /// <summary>The template data of an entry: what follows the data length in the binary record, or the template name if that is <c>ima</c>.</summary>
    public static byte[] Write(Template template, MeasurementFacts facts)
    {
        var output = new ArrayBufferWriter<byte>(256);
        if (template.IsLegacyIma)
        {
            output.Write(LegacyDigest(facts));
            WriteSized(output, ShortName(facts.Name.Span), underscore: true);
            return output.WrittenSpan.ToArray();
        }

        var value = new ArrayBufferWriter<byte>(128);
        foreach (var field in template.Fields)
        {
            value.ResetWrittenCount();
            WriteValue(value, field, facts);
            WriteSized(output, value.WrittenSpan, TemplateFields.IsString(field));
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteValue(ArrayBufferWriter<byte> value, TemplateField field, MeasurementFacts facts)
    {
        switch (field)
        {
            case TemplateField.D:
                value.Write(LegacyDigest(facts));
                break;
            case TemplateField.N:
                value.Write(ShortName(facts.Name.Span));
                value.Write("\0"u8);
                break;
            case TemplateField.NNg:
                value.Write(facts.Name.Span);
                value.Write("\0"u8);
                break;
            case TemplateField.DNg:
                WriteDigest(value, "", facts.FileDigest);
                break;
            case TemplateField.DNgV2:
                WriteDigest(value, facts.IsVerity ? "verity:" : "ima:", facts.FileDigest);
                break;
            case TemplateField.DModsig:
                WriteDigest(value, "", facts.ModsigDigest);
                break;
            case TemplateField.Sig:
                value.Write(HasType(facts.ImaXattr, 0x03, 0x06) ? facts.ImaXattr.Span : PortableSignature(facts));
                break;
            case TemplateField.EvmSig:
                value.Write(PortableSignature(facts));
                break;
            case TemplateField.Modsig:
                value.Write(facts.Modsig.Span);
                break;
            case TemplateField.Buf:
                value.Write(facts.Buffer.Span);
                break;
            case TemplateField.IUid:
                WriteNumber(value, facts.Uid);
                break;
            case TemplateField.IGid:
                WriteNumber(value, facts.Gid);
                break;
            case TemplateField.IMode when facts.Mode is { } mode:
                BinaryPrimitives.WriteUInt16LittleEndian(value.GetSpan(2), mode);
                value.Advance(2);
                break;
            case TemplateField.XattrNames when facts.ProtectedXattrs.Length > 0:
                value.Write(Encoding.UTF8.GetBytes(string.Join('|', facts.ProtectedXattrs.Select(xattr => xattr.Name)) + '\0'));
                break;
            case TemplateField.XattrLengths:
                foreach (var xattr in facts.ProtectedXattrs)
                {
                    WriteNumber(value, (uint)xattr.Value.Length);
                }

                break;
            case TemplateField.XattrValues:
                foreach (var xattr in facts.ProtectedXattrs)
                {
                    value.Write(xattr.Value.Span);
                }

                break;
        }
    }

    private static void WriteDigest(ArrayBufferWriter<byte> value, string type, Digest? digest)
    {
        if (digest is not null)
        {
            value.Write(Encoding.ASCII.GetBytes($"{type}{HashAlgos.NameOf(digest.Algo)}:\0"));
            value.Write(digest.Bytes);
        }
    }

    private static ReadOnlySpan<byte> LegacyDigest(MeasurementFacts facts) => facts.LegacyDigest is { } digest ? digest.Bytes : new byte[20];

    private static ReadOnlySpan<byte> PortableSignature(MeasurementFacts facts) => HasType(facts.EvmXattr, 0x05, 0x05) ? facts.EvmXattr.Span : [];

    private static bool HasType(ReadOnlyMemory<byte> xattr, byte one, byte other) =>
        !xattr.IsEmpty && (xattr.Span[0] == one || xattr.Span[0] == other);

    // 3.2: a path that does not fit is replaced by its last component, which the filesystem keeps within 255 bytes.
    private static ReadOnlySpan<byte> ShortName(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxShortName)
        {
            name = name[(name.LastIndexOf((byte)'/') + 1)..];
        }

        return name.Length > MaxShortName ? name[..MaxShortName] : name;
    }

    private static void WriteNumber(ArrayBufferWriter<byte> value, uint? number)
    {
        if (number is { } known)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(value.GetSpan(4), known);
            value.Advance(4);
        }
    }

    private static void WriteSized(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> value, bool underscore)
    {
        var target = output.GetSpan(4 + value.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)value.Length);
        target = target.Slice(4, value.Length);
        value.CopyTo(target);
        if (underscore)
        {
            target.Replace((byte)' ', (byte)'_');
        }

        output.Advance(4 + value.Length);
    }
}
