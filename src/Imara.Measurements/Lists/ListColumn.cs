using System.Collections.Immutable;

namespace Imara.Measurements.Lists;

/// <summary>The template digest column of a list file.</summary>
/// <param name="Algo">Algorithm of the bank; its digest size is the width of the column.</param>
/// <param name="PaddedSha1">True if the kernel could not compute <paramref name="Algo"/> and fills SHA-1 up with zero bytes instead.</param>
/// <remarks>docs/reference/measurement-list.md 1, 5.</remarks>
public readonly record struct ListColumn(HashAlgo Algo, bool PaddedSha1 = false)
{
    /// <summary>Width of the column in bytes.</summary>
    public int Size => HashAlgos.DigestSize(Algo);

    /// <summary>Writes the column of an entry: <see cref="Size"/> bytes, zero for a violation.</summary>
    public void Write(MeasurementEntry entry, Span<byte> destination)
    {
        var column = destination[..Size];
        if (PaddedSha1)
        {
            column.Clear();
        }

        entry.TemplateDigest(PaddedSha1 ? HashAlgo.Sha1 : Algo, column);
    }

    /// <summary>True if <paramref name="column"/> is what stands in this column for the entry.</summary>
    public bool Matches(MeasurementEntry entry, ReadOnlySpan<byte> column)
    {
        Span<byte> expected = stackalloc byte[HashAlgos.MaxDigestSize];
        Write(entry, expected);
        return column.SequenceEqual(expected[..Size]);
    }

    /// <summary>What a column of this width may be, the likeliest first.</summary>
    internal static ImmutableArray<ListColumn> OfSize(int size) => size switch
    {
        20 => [new(HashAlgo.Sha1)],
        32 => [new(HashAlgo.Sha256), new(HashAlgo.Sha256, PaddedSha1: true), new(HashAlgo.Sm3), new(HashAlgo.Sha3_256)],
        48 => [new(HashAlgo.Sha384), new(HashAlgo.Sha384, PaddedSha1: true), new(HashAlgo.Sha3_384)],
        64 => [new(HashAlgo.Sha512), new(HashAlgo.Sha512, PaddedSha1: true), new(HashAlgo.Sha3_512)],
        _ => [],
    };

    /// <summary>Finds the column that an entry's digest stands for; a violation proves nothing.</summary>
    internal static bool TryRecognise(MeasurementEntry entry, ReadOnlySpan<byte> column, out ListColumn found)
    {
        found = default;
        if (entry.IsViolation)
        {
            return false;
        }

        foreach (var candidate in OfSize(column.Length))
        {
            if (candidate.Matches(entry, column))
            {
                found = candidate;
                return true;
            }
        }

        return false;
    }
}
