using System.Collections.Immutable;

namespace Imara.Measurements.Lists;

/// <summary>Reads a list file record by record in constant memory.</summary>
/// <remarks>Bad input ends the reading with <see cref="Error"/>; exceptions come from the stream alone.</remarks>
public abstract class MeasurementListReader
{
    private protected MeasurementListReader(ListInput input, ListReaderOptions? options)
    {
        Input = input;
        Options = options ?? new ListReaderOptions();
        Column = Options.Column;
        IsColumnKnown = Column is not null;
    }

    /// <summary>Number of records read.</summary>
    public long Count { get; private set; }

    /// <summary>Why reading stopped before the end; null while it did not.</summary>
    public FormatError? Error { get; private set; }

    /// <summary>The template digest column, as given or as found out so far.</summary>
    public ListColumn? Column { get; private protected set; }

    /// <summary>Byte order of the lengths and numbers.</summary>
    public bool IsBigEndian { get; private protected set; }

    private protected ListInput Input { get; }

    private protected ListReaderOptions Options { get; }

    /// <summary>True once a template digest was found to be of <see cref="Column"/>, or the caller said so.</summary>
    private protected bool IsColumnKnown { get; private set; }

    /// <summary>A reader for the form, binary or ascii, that the list begins with.</summary>
    public static MeasurementListReader Open(Stream list, ListReaderOptions? options = null) => Open(new ListInput(list), options);

    /// <summary>Reads a whole list that is in memory, in either form.</summary>
    /// <param name="list">The file.</param>
    /// <param name="options">What is known about it.</param>
    /// <param name="records">The records up to the end or the error.</param>
    /// <param name="error">Why reading stopped.</param>
    /// <returns>False if the list was refused; the records before the error are there.</returns>
    public static bool TryReadAll(ReadOnlySpan<byte> list, ListReaderOptions? options, out ImmutableArray<ListRecord> records, out FormatError error)
    {
        var reader = Open(new ListInput(list.ToArray()), options);
        var result = ImmutableArray.CreateBuilder<ListRecord>();
        while (reader.TryRead(out var record))
        {
            result.Add(record);
        }

        records = result.ToImmutable();
        error = reader.Error ?? default;
        return reader.Error is null;
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end of the list, and for good after an error. At the end it may be called again: the list may have grown.</returns>
    public bool TryRead(out ListRecord record)
    {
        record = default;
        if (Error is not null)
        {
            return false;
        }

        if (Input.Available.IsEmpty)
        {
            Input.Retry();
            Input.Fill(1);
            if (Input.Available.IsEmpty)
            {
                return false;
            }
        }

        if (!TryReadRecord(out record, out var error))
        {
            Error = error with { Message = $"record {Count}: {error.Message}" };
            return false;
        }

        Count++;
        return true;
    }

    private protected abstract bool TryReadRecord(out ListRecord record, out FormatError error);

    /// <summary>The record that was just parsed; finds out the column on the way.</summary>
    private protected ListRecord Take(MeasurementEntry entry, ReadOnlyMemory<byte> digest, int length)
    {
        if (!IsColumnKnown && ListColumn.TryRecognise(entry, digest.Span, out var found))
        {
            Column = found;
            IsColumnKnown = true;
        }

        Column ??= ListColumn.OfSize(digest.Length)[0];
        var record = new ListRecord(Count, Input.Offset, entry, Column.Value, digest);
        Input.Advance(length);
        return record;
    }

    private static MeasurementListReader Open(ListInput input, ListReaderOptions? options)
    {
        input.Fill(8);
        return LooksAscii(input.Available.Span) ? new AsciiListReader(input, options) : new BinaryListReader(input, options);
    }

    // A binary record begins with a number below 64 in four bytes, three of which are zero.
    private static bool LooksAscii(ReadOnlySpan<byte> start) => start.Length >= 4 && !start[..4].Contains((byte)0);
}
