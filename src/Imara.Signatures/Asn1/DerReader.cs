namespace Imara.Signatures.Asn1;

/// <summary>Walks definite-length ASN.1 without exceptions; readers entered from one input share one error.</summary>
/// <remarks>
/// Lengths may be longer than they need to be, up to four octets, which the kernel's decoder takes too. Tag numbers above 30 and
/// indefinite lengths are refused; openssl writes the latter only around content inside a message, which is refused anyway.
/// </remarks>
internal ref struct DerReader
{
    private readonly ReadOnlySpan<byte> whole;
    private readonly ref FormatError error;
    private readonly int end;
    private int position;

    /// <summary>Starts at the first byte of <paramref name="whole"/>.</summary>
    public DerReader(ReadOnlySpan<byte> whole, ref FormatError error)
        : this(whole, 0, whole.Length, ref error)
    {
    }

    private DerReader(ReadOnlySpan<byte> whole, int start, int end, ref FormatError error)
    {
        this.whole = whole;
        this.error = ref error;
        this.end = end;
        position = start;
    }

    public readonly bool AtEnd => position == end;

    /// <summary>True if the next element has this tag.</summary>
    public readonly bool NextIs(byte tag) => position < end && whole[position] == tag;

    /// <summary>The content bytes of an element of the same input.</summary>
    public readonly ReadOnlySpan<byte> Of(DerElement element) => whole.Slice(element.Start, element.Length);

    /// <summary>An element of the same input with its header.</summary>
    public readonly ReadOnlySpan<byte> Whole(DerElement element) => whole[element.HeaderStart..element.End];

    /// <summary>A reader of the elements inside a constructed element.</summary>
    public readonly DerReader Enter(DerElement element) => new(whole, element.Start, element.End, ref error);

    /// <summary>A reader of the elements inside a bit or octet string, of which the first <paramref name="skip"/> bytes are left out.</summary>
    public readonly DerReader Enter(DerElement element, int skip) => new(whole, element.Start + Math.Min(skip, element.Length), element.End, ref error);

    /// <summary>Records why the input is refused; always false.</summary>
    public readonly bool Fail(int offset, string message)
    {
        error = new FormatError(offset, message);
        return false;
    }

    /// <summary>Reads the next element if it has this tag.</summary>
    public bool TryRead(byte tag, out DerElement element)
    {
        var before = position;
        if (!TryRead(out element))
        {
            return false;
        }

        if (element.Tag == tag)
        {
            return true;
        }

        position = before;
        return Fail(before, $"expected an element with tag {tag:x2}, found {element.Tag:x2}");
    }

    /// <summary>Reads a constructed element with this tag and enters it.</summary>
    public bool TryEnter(byte tag, out DerReader inner)
    {
        if (!TryRead(tag, out var element))
        {
            inner = default;
            return false;
        }

        inner = Enter(element);
        return true;
    }

    /// <summary>Reads the next element, whatever its tag.</summary>
    public bool TryRead(out DerElement element)
    {
        element = default;
        if (end - position < 2)
        {
            return Fail(position, "an element is cut off");
        }

        var tag = whole[position];
        if ((tag & 0x1f) == 0x1f)
        {
            return Fail(position, "a tag number above 30");
        }

        var at = position + 2;
        long length = whole[position + 1];
        if (length >= 0x80)
        {
            var octets = (int)length & 0x7f;
            if (octets is 0 or > 4 || end - at < octets)
            {
                return Fail(position + 1, "a length that is not definite, longer than four octets, or cut off");
            }

            length = 0;
            for (var i = 0; i < octets; i++)
            {
                length = (length << 8) | whole[at++];
            }
        }

        if (length > end - at)
        {
            return Fail(position, $"an element of {length} bytes where {end - at} are left");
        }

        element = new DerElement(tag, position, at, (int)length);
        position = element.End;
        return true;
    }

    /// <summary>Refuses bytes after the last element.</summary>
    public readonly bool TryEnd() => AtEnd || Fail(position, $"{end - position} bytes too many");
}
