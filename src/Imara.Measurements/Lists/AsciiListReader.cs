namespace Imara.Measurements.Lists;

/// <summary>Reads <c>ascii_runtime_measurements</c> of any bank and rebuilds the template data.</summary>
/// <remarks>
/// docs/reference/measurement-list.md 3, 3.1. The kernel escapes nothing, so a name with a newline makes several lines. Lines belong to one record
/// if its template digest comes out only with all of them; a name holds no blank, so a line with the blanks of a record never continues another.
/// Behind a violation, which has no digest, every line that does not begin as a record continues the name.
/// </remarks>
public sealed class AsciiListReader : MeasurementListReader
{
    // The name is at most PATH_MAX bytes, which is also the most newlines it may have.
    private const int MaxContinuation = 4096;

    // What a line may have beside the hex of its data.
    private const int MaxLineExtra = 8192;

    private readonly AsciiRecordParser parser = new();
    private bool isOrderKnown;

    /// <summary>Reads from <paramref name="list"/>, which stays open.</summary>
    public AsciiListReader(Stream list, ListReaderOptions? options = null)
        : this(new ListInput(list), options)
    {
    }

    internal AsciiListReader(ListInput input, ListReaderOptions? options)
        : base(input, options)
    {
    }

    private int ColumnSize => Column?.Size ?? 0;

    private protected override bool TryReadRecord(out ListRecord record, out FormatError error)
    {
        record = default;
        var first = EndOfLine(0);
        if (first < 0)
        {
            error = new FormatError(Input.Offset, "the line is longer than the limit on template data allows");
            return false;
        }

        (MeasurementEntry Entry, byte[] Digest)? unverified = null;
        var end = first;
        while (true)
        {
            var status = ParseVerified(end, out var verified);
            if (verified)
            {
                record = TakeWithContinuations(parser.Entry, parser.Digest, end);
                error = default;
                return true;
            }

            if (status == ParseStatus.Done && end == first)
            {
                unverified = (parser.Entry, parser.Digest);
            }

            error = status == ParseStatus.More
                ? new FormatError(Input.Offset + end, "the record ends before its last field")
                : parser.Error.Shift(Input.Offset);
            var next = status == ParseStatus.Broken ? -1 : NextLine(end);
            if (next < 0 || next - first > MaxContinuation)
            {
                break;
            }

            end = next;
        }

        if (unverified is not { } altered)
        {
            return false;
        }

        record = TakeWithContinuations(altered.Entry, altered.Digest, first);
        return true;
    }

    // The whole text up to end as one record, in the byte order in which its template digest comes out.
    private ParseStatus ParseVerified(int end, out bool verified)
    {
        verified = false;
        var text = Input.Available.Span[..end];
        var status = parser.Parse(text, ColumnSize, IsBigEndian);
        if (status != ParseStatus.Done)
        {
            return status;
        }

        if (parser.Entry.IsViolation)
        {
            verified = parser.Entry.HasZeroDigest();
            return status;
        }

        verified = IsVerified();
        if (!verified && !isOrderKnown)
        {
            parser.Parse(text, ColumnSize, !IsBigEndian);
            verified = IsVerified();
            if (verified)
            {
                IsBigEndian = !IsBigEndian;
            }
            else
            {
                parser.Parse(text, ColumnSize, IsBigEndian);
            }
        }

        isOrderKnown |= verified;
        return status;
    }

    private bool IsVerified() => IsColumnKnown
        ? Column!.Value.Matches(parser.Entry, parser.Digest)
        : ListColumn.TryRecognise(parser.Entry, parser.Digest, out _);

    // A record whose digest proves nothing takes the lines behind it that are no records.
    private ListRecord TakeWithContinuations(MeasurementEntry entry, byte[] digest, int end)
    {
        if (entry.IsViolation || !(Column ?? ListColumn.OfSize(digest.Length)[0]).Matches(entry, digest))
        {
            var first = end;
            for (var next = NextLine(end); next >= 0 && next - first <= MaxContinuation; next = NextLine(end))
            {
                var text = Input.Available.Span;
                if (parser.BeginsRecord(text[(end + 1)..next], digest.Length)
                    || parser.Parse(text[..next], digest.Length, IsBigEndian) != ParseStatus.Done)
                {
                    break;
                }

                entry = parser.Entry;
                end = next;
            }
        }

        return Take(entry, digest, Math.Min(end + 1, Input.Available.Length));
    }

    // End of the line behind the one that ends here; -1 if there is none.
    private int NextLine(int end)
    {
        Input.Fill(end + 2);
        return end + 1 < Input.Available.Length ? EndOfLine(end + 1) : -1;
    }

    // Offset of the newline, or of the end of a list that lacks the last one; -1 if the line is too long.
    private int EndOfLine(int from)
    {
        var scanned = from;
        while (true)
        {
            var newline = Input.Available.Span[scanned..].IndexOf((byte)'\n');
            if (newline >= 0)
            {
                return scanned + newline;
            }

            scanned = Input.Available.Length;
            if (Input.Ended)
            {
                return scanned;
            }

            if (scanned - from > (2L * Options.MaxDataLength) + MaxLineExtra)
            {
                return -1;
            }

            Input.Fill(scanned + 1);
        }
    }
}
