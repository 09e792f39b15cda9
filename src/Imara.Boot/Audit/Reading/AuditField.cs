namespace Imara.Boot.Audit.Reading;

/// <summary>One <c>key=value</c> of a record, a slice of the input.</summary>
internal readonly ref struct AuditField
{
    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>The value without quotes.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>True if it stood in quotes.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>Offset of the key.</summary>
    public int Offset { get; init; }

    /// <summary>The text as the kernel had it: quoted as it is, else in hexadecimal digits. False if it is neither.</summary>
    public bool TryDecode(out ByteString text)
    {
        text = default;
        if (IsQuoted)
        {
            text = new ByteString(Value);
            return true;
        }

        if (Value.SequenceEqual("(null)"u8) || Value.SequenceEqual("?"u8))
        {
            return true;
        }

        if (Value.IsEmpty || Value.Length % 2 != 0)
        {
            return false;
        }

        var bytes = new byte[Value.Length / 2];
        if (Convert.FromHexString(Value, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        text = new ByteString(bytes);
        return true;
    }
}
