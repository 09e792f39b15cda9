using System.Buffers.Binary;
using System.Collections.Immutable;
using Imara.Hashing;

namespace Imara.Measurements;

/// <summary>One entry of the measurement list.</summary>
/// <remarks>
/// <para>docs/reference/measurement-list.md 2, 5, 6.</para>
/// <para><see cref="Data"/> of the template <c>ima</c> is what follows the template name in the binary record: 20 or 16 bytes of digest,
/// the length of the name, the name without NUL. The binary record takes it as it is, and the template digest pads the name.</para>
/// </remarks>
public sealed class MeasurementEntry
{
    private const int PaddedNameSize = 256;

    // Size of the digest in front of the name; 0 in every template but "ima".
    private readonly int legacyDigestSize;

    /// <summary>An entry with little-endian lengths.</summary>
    /// <param name="pcr">PCR, 0 to 63; 24 and above are accepted by the kernel but belong to no PCR.</param>
    /// <param name="template">The template.</param>
    /// <param name="data">Template data, as <see cref="TemplateWriter"/> makes it.</param>
    /// <param name="isViolation">True if the template digest is zero in every list.</param>
    /// <exception cref="ArgumentException">The data does not have the layout of the template <c>ima</c>.</exception>
    public MeasurementEntry(int pcr, Template template, ReadOnlyMemory<byte> data, bool isViolation = false)
        : this(pcr, template.Name, template, data, isViolation, isBigEndian: false, template.IsLegacyIma ? LegacyDigestSizeOf(data.Span) : 0)
    {
    }

    internal MeasurementEntry(
        int pcr,
        string templateName,
        Template? template,
        ReadOnlyMemory<byte> data,
        bool isViolation,
        bool isBigEndian,
        int legacyDigestSize)
    {
        Pcr = pcr;
        TemplateName = templateName;
        Template = template;
        Data = data;
        IsViolation = isViolation;
        IsBigEndian = isBigEndian;
        this.legacyDigestSize = legacyDigestSize;
    }

    /// <summary>Number of the PCR, 0 to 63.</summary>
    public int Pcr { get; }

    /// <summary>Name of the template as it stands in the list.</summary>
    public string TemplateName { get; }

    /// <summary>The template; null if the name means none, then the fields cannot be told apart.</summary>
    public Template? Template { get; }

    /// <summary>The template data.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>True if the template digest is zero in every list; PCRs are extended with 0xff bytes then.</summary>
    public bool IsViolation { get; }

    /// <summary>Byte order of the lengths and numbers in <see cref="Data"/>.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Writes the template digest as it stands in the list of a bank; zero bytes for a violation.</summary>
    /// <param name="algo">Algorithm of the bank.</param>
    /// <param name="destination">At least as many bytes as the algorithm's digest has.</param>
    public void TemplateDigest(HashAlgo algo, Span<byte> destination)
    {
        if (IsViolation)
        {
            destination[..HashAlgos.DigestSize(algo)].Clear();
        }
        else if (legacyDigestSize == 0)
        {
            KernelHash.Compute(algo, Data.Span, destination);
        }
        else
        {
            Span<byte> padded = stackalloc byte[PaddedNameSize + 20];
            KernelHash.Compute(algo, Padded(padded), destination);
        }
    }

    /// <summary>Splits the data into the fields of the template.</summary>
    /// <returns>False if the template is unknown or the data does not consist of exactly its fields.</returns>
    public bool TryGetFields(out ImmutableArray<FieldValue> fields)
    {
        fields = [];
        if (Template is null)
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<FieldValue>(Template.Fields.Length);
        var enumerator = new FieldEnumerator(this);
        while (enumerator.MoveNext())
        {
            found.Add(new FieldValue(enumerator.Field, enumerator.Value));
        }

        if (enumerator.IsBroken)
        {
            return false;
        }

        fields = found.MoveToImmutable();
        return true;
    }

    /// <summary>The name of the event, without NUL; false if the template has none or the data cannot be split.</summary>
    public bool TryGetName(out ReadOnlyMemory<byte> name)
    {
        var enumerator = new FieldEnumerator(this);
        while (enumerator.MoveNext())
        {
            if (TemplateFields.IsName(enumerator.Field))
            {
                var end = enumerator.Value.Span.IndexOf((byte)0);
                name = end < 0 ? enumerator.Value : enumerator.Value[..end];
                return true;
            }
        }

        name = default;
        return false;
    }

    /// <summary>Offset of the name's length word in the data of the template <c>ima</c>, otherwise 0.</summary>
    internal int LegacyDigestSize => legacyDigestSize;

    /// <summary>True if the digest of the file, where the template has one, is zero, as a violation's must be (6).</summary>
    internal bool HasZeroDigest()
    {
        var enumerator = new FieldEnumerator(this);
        while (enumerator.MoveNext())
        {
            var value = enumerator.Value.Span;
            var digest = enumerator.Field switch
            {
                TemplateField.D => value,
                TemplateField.DNg or TemplateField.DNgV2 => FieldText.SplitDigest(value, out _),
                _ => [],
            };
            if (digest.ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What no kernel writes with this template, as the beginning of a sentence that its name ends; null: nothing.</summary>
    /// <remarks>docs/reference/measurement-list.md 4.1: <c>d-ng</c> has an algorithm, <c>d-ngv2</c> a type in front of it.</remarks>
    internal string? FindDefect()
    {
        var isTyped = true;
        var enumerator = new FieldEnumerator(this);
        while (enumerator.MoveNext())
        {
            if (enumerator.Field is TemplateField.DNg or TemplateField.DNgV2 && !enumerator.Value.IsEmpty)
            {
                isTyped &= FieldText.IsPrefixOf(enumerator.Field, enumerator.Value.Span);
            }
        }

        return enumerator.IsBroken ? "the template data does not consist of the fields of"
            : isTyped ? null : "the digest does not name its algorithm, or the type before it, as it must in template";
    }

    /// <summary>Appends what the template digest is computed over.</summary>
    internal void AppendHashed(ContentHash hash)
    {
        if (legacyDigestSize == 0)
        {
            hash.Append(Data.Span);
        }
        else
        {
            Span<byte> padded = stackalloc byte[PaddedNameSize + 20];
            hash.Append(Padded(padded));
        }
    }

    private static int LegacyDigestSizeOf(ReadOnlySpan<byte> data)
    {
        foreach (var size in (ReadOnlySpan<int>)[20, 16])
        {
            if (data.Length >= size + 4 && BinaryPrimitives.ReadUInt32LittleEndian(data[size..]) == data.Length - size - 4
                && data.Length - size - 4 < PaddedNameSize)
            {
                return size;
            }
        }

        throw new ArgumentException("the data of a legacy entry is a digest of 20 or 16 bytes, the length of the name and the name", nameof(data));
    }

    // 5: the digest, then the name without its length word, filled up with NUL to 256 bytes.
    private ReadOnlySpan<byte> Padded(Span<byte> buffer)
    {
        buffer.Clear();
        Data.Span[..legacyDigestSize].CopyTo(buffer);
        Data.Span[(legacyDigestSize + 4)..].CopyTo(buffer[legacyDigestSize..]);
        return buffer[..(legacyDigestSize + PaddedNameSize)];
    }
}
