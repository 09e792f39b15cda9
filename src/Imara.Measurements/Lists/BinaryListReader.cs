using System.Collections.Immutable;

namespace Imara.Measurements.Lists;

/// <summary>Reads <c>binary_runtime_measurements</c> of any bank and either byte order.</summary>
/// <remarks>docs/reference/measurement-list.md 2. Width of the digest column and byte order are found out from the first record.</remarks>
public sealed class BinaryListReader : MeasurementListReader
{
    private static readonly ImmutableArray<int> ColumnSizes = [20, 32, 48, 64];

    private readonly BinaryRecordParser parser;
    private bool isLayoutKnown;

    /// <summary>Reads from <paramref name="list"/>, which stays open.</summary>
    public BinaryListReader(Stream list, ListReaderOptions? options = null)
        : this(new ListInput(list), options)
    {
    }

    internal BinaryListReader(ListInput input, ListReaderOptions? options)
        : base(input, options) => parser = new BinaryRecordParser(Options.MaxDataLength);

    private protected override bool TryReadRecord(out ListRecord record, out FormatError error)
    {
        record = default;
        if (!isLayoutKnown)
        {
            (Column, IsBigEndian) = FindLayout();
            isLayoutKnown = true;
        }

        if (ParseFilling(Column!.Value, IsBigEndian) == ParseStatus.Broken)
        {
            error = parser.Error.Shift(Input.Offset);
            return false;
        }

        error = default;
        record = Take(parser.Entry, parser.Digest, parser.Length);
        return true;
    }

    private ParseStatus ParseFilling(ListColumn column, bool bigEndian)
    {
        while (true)
        {
            var status = parser.Parse(Input.Available, Input.Ended, column, bigEndian);
            if (status != ParseStatus.More)
            {
                return status;
            }

            Input.Fill(parser.Length);
        }
    }

    // A layout whose template digest comes out is certain. Otherwise the best is one whose template is known and whose data splits into its
    // fields, as in a violation or an altered record; then one with a readable name.
    private (ListColumn Column, bool BigEndian) FindLayout()
    {
        var columns = Column is { } given ? [given] : ColumnSizes.SelectMany(size => ListColumn.OfSize(size).Take(1));
        (ListColumn Column, bool BigEndian, int Rank) best = (Column ?? new ListColumn(HashAlgo.Sha1), false, 0);
        foreach (var bigEndian in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var column in columns)
            {
                var (rank, recognised) = RankOf(column, bigEndian);
                if (rank > best.Rank)
                {
                    best = (recognised, bigEndian, rank);
                }
            }
        }

        return (best.Column, best.BigEndian);
    }

    private (int Rank, ListColumn Column) RankOf(ListColumn column, bool bigEndian)
    {
        // A template ima record can be told only by its digest, so every algorithm of the width is tried.
        foreach (var candidate in Column is null ? ListColumn.OfSize(column.Size) : [column])
        {
            if (!HasReadableName(candidate.Size, bigEndian) || ParseFilling(candidate, bigEndian) == ParseStatus.Broken)
            {
                continue;
            }

            if (ListColumn.TryRecognise(parser.Entry, parser.Digest.Span, out var recognised))
            {
                return (3, Column ?? recognised);
            }

            return (parser.Entry.TryGetFields(out _) ? 2 : 1, candidate);
        }

        return (0, column);
    }

    // Keeps a wrong guess at the layout from asking for as many bytes as a random length says.
    private bool HasReadableName(int columnSize, bool bigEndian)
    {
        var nameAt = 8 + columnSize;
        Input.Fill(nameAt + 255);
        var head = new ByteReader(Input.Available.Span, bigEndian);
        return head.TryReadUInt32(out var pcr) && pcr < 64 && head.TryReadBytes((uint)columnSize, out _)
            && head.TryReadUInt32(out var nameLength) && nameLength is > 0 and <= 255 && head.TryReadBytes(nameLength, out var name)
            && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~');
    }
}
