using System.Buffers;
using System.Text;
using CsCheck;
using Imara.Measurements.Lists;

namespace Imara.Measurements.Tests;

/// <summary>Entries and lists for tests.</summary>
internal static class Entries
{
    private static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 40];

    // Anything a path may hold: no NUL; a list never holds a blank.
    private static readonly Gen<byte[]> Names = Gen.OneOf(
        Gen.Byte[1, 255].Where(value => value != ' ').Array[1, 60],
        Gen.Char['a', 'z'].Array[1, 250].Select(chars => Encoding.ASCII.GetBytes(chars)));

    private static readonly Gen<Template> Templates = Gen.OneOf(
        Gen.Int[0, Template.BuiltIn.Length - 1].Select(index => Template.BuiltIn[index]),
        Gen.Enum<TemplateField>().Array[1, 15].Select(Custom));

    /// <summary>Entries of every template, as a kernel could make them.</summary>
    public static Gen<MeasurementEntry> Any { get; } =
        Gen.Select(Gen.Int[0, 63], Templates, Facts(isViolation: false)).Select((pcr, template, facts) =>
            new MeasurementEntry(pcr, template, TemplateWriter.Write(template, facts)));

    /// <summary>Violations, whose names hold no newline: nothing in the ascii form tells where they end.</summary>
    public static Gen<MeasurementEntry> AnyViolation { get; } =
        Gen.Select(Templates, Facts(isViolation: true)).Select((template, facts) =>
            new MeasurementEntry(10, template, TemplateWriter.Write(template, facts), isViolation: true));

    public static MeasurementEntry Of(string name, Template? template = null, int pcr = 10, HashAlgo algo = HashAlgo.Sha256)
    {
        var content = Encoding.UTF8.GetBytes(name);
        var facts = new MeasurementFacts
        {
            Name = content,
            FileDigest = Hashing.KernelHash.Compute(algo, content),
            LegacyDigest = Hashing.KernelHash.Compute(algo == HashAlgo.Md5 ? HashAlgo.Md5 : HashAlgo.Sha1, content),
        };
        return new MeasurementEntry(pcr, template ?? Template.ImaNg, TemplateWriter.Write(template ?? Template.ImaNg, facts));
    }

    public static MeasurementEntry Violation(string name, Template? template = null)
    {
        var facts = new MeasurementFacts { Name = Encoding.UTF8.GetBytes(name), FileDigest = Digest.Zero(HashAlgo.Sha256) };
        return new MeasurementEntry(10, template ?? Template.ImaNg, TemplateWriter.Write(template ?? Template.ImaNg, facts), isViolation: true);
    }

    public static byte[] Binary(HashAlgo algo, params IEnumerable<MeasurementEntry> entries) => Write(entries, (entry, output) => BinaryList.Write(entry, algo, output));

    public static byte[] Ascii(HashAlgo algo, params IEnumerable<MeasurementEntry> entries) => Write(entries, (entry, output) => AsciiList.Write(entry, algo, output));

    /// <summary>The same entry as a big-endian kernel makes it.</summary>
    public static MeasurementEntry BigEndian(MeasurementEntry entry)
    {
        Assert.True(entry.TryGetFields(out var fields));
        var data = new MemoryStream();
        foreach (var field in fields)
        {
            var value = field.Value.ToArray();
            if (field.Field is TemplateField.IUid or TemplateField.IGid or TemplateField.IMode)
            {
                Array.Reverse(value);
            }

            if (field.Field != TemplateField.D || !entry.Template!.IsLegacyIma)
            {
                data.Write([(byte)(value.Length >> 24), (byte)(value.Length >> 16), (byte)(value.Length >> 8), (byte)value.Length]);
            }

            data.Write(value);
        }

        return new MeasurementEntry(
            entry.Pcr, entry.TemplateName, entry.Template, data.ToArray(), entry.IsViolation, isBigEndian: true, entry.LegacyDigestSize);
    }

    private static byte[] Write(IEnumerable<MeasurementEntry> entries, Action<MeasurementEntry, ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            write(entry, output);
        }

        return output.WrittenSpan.ToArray();
    }

    private static Template Custom(TemplateField[] fields)
    {
        Assert.True(Template.TryParseFormat(string.Join('|', fields.Select(TemplateFields.IdOf)), out var template));
        return template;
    }

    private static Gen<MeasurementFacts> Facts(bool isViolation) =>
        from name in Names
        from algo in Gen.Enum<HashAlgo>()
        from digest in Gen.Byte.Array[64]
        from isMd5 in Gen.Bool
        from xattr in Bytes
        from buffer in Gen.Byte.Array[0, 300]
        from ids in Gen.UInt.Array[0, 2]
        from xattrs in Gen.Select(Gen.Char['a', 'z'].Array[1, 8], Bytes).Array[0, 3]
        select new MeasurementFacts
        {
            Name = isViolation ? name.Select(value => value == '\n' ? (byte)'x' : value).ToArray() : name,
            FileDigest = isViolation ? Digest.Zero(algo) : new Digest(algo, digest.AsSpan(0, HashAlgos.DigestSize(algo))),
            IsVerity = isMd5,
            LegacyDigest = isViolation ? null : isMd5 ? new Digest(HashAlgo.Md5, digest.AsSpan(0, 16)) : new Digest(HashAlgo.Sha1, digest.AsSpan(0, 20)),
            ImaXattr = xattr,
            EvmXattr = xattr,
            Buffer = buffer,
            Modsig = buffer,
            ModsigDigest = isMd5 ? Digest.Zero(HashAlgo.Sha1) : null,
            Uid = ids.Length > 0 ? ids[0] : null,
            Gid = ids.Length > 1 ? ids[1] : null,
            Mode = ids.Length > 0 ? (ushort)ids[0] : null,
            ProtectedXattrs = [.. xattrs.Select(pair => new ProtectedXattr("security." + new string(pair.Item1), pair.Item2))],
        };
}
