namespace Imara.Measurements.Lists;

/// <summary>One record of a list file.</summary>
/// <param name="Index">Position in the list, from 0.</param>
/// <param name="Offset">Byte offset of the record in the file.</param>
/// <param name="Entry">What the record says.</param>
/// <param name="Column">What the template digest column of the file is.</param>
/// <param name="Digest">The bytes of the column as they stand in the file; not checked.</param>
public readonly record struct ListRecord(long Index, long Offset, MeasurementEntry Entry, ListColumn Column, ReadOnlyMemory<byte> Digest)
{
    /// <summary>True if the template digest in the file is the one of the entry. A violation always matches: its digest is zero.</summary>
    public bool DigestMatches => Column.Matches(Entry, Digest.Span);
}
