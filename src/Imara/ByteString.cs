using System.Globalization;
using System.Text.Unicode;
using System.Text;

namespace Imara;

/// <summary>Text as the kernel sees it: bytes in no particular encoding, compared byte for byte.</summary>
public readonly struct ByteString : IEquatable<ByteString>
{
    private readonly byte[]? bytes;

    /// <summary>Takes a copy of <paramref name="value"/>.</summary>
    public ByteString(ReadOnlySpan<byte> value) => bytes = value.ToArray();

    /// <summary>The UTF-8 form of <paramref name="text"/>.</summary>
    public ByteString(string text) => bytes = Encoding.UTF8.GetBytes(text);

    /// <summary>The empty text; also the default value.</summary>
    public static ByteString Empty => default;

    /// <summary>Length in bytes.</summary>
    public int Length => bytes?.Length ?? 0;

    /// <summary>True if there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => bytes;

    /// <summary>The bytes as memory.</summary>
    public ReadOnlyMemory<byte> Memory => bytes;

    /// <summary>True if the bytes are well-formed UTF-8.</summary>
    public bool IsUtf8 => Utf8.IsValid(Span);

    /// <inheritdoc/>
    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>True if the bytes are equal.</summary>
    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    /// <summary>True if the bytes differ.</summary>
    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);

    /// <summary>For people: UTF-8 where it is; else, and for control characters and those that are not seen, <c>\xNN</c>.</summary>
    public override string ToString() => Display(Span);

    /// <summary>Makes any bytes safe to print: UTF-8 where it is, else and for control characters <c>\xNN</c>.</summary>
    public static string Display(ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e) < 0)
        {
            return Encoding.ASCII.GetString(value);
        }

        var text = new StringBuilder(value.Length);
        Span<char> chars = stackalloc char[2];
        while (!value.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(value, out var rune, out var consumed);
            if (status == System.Buffers.OperationStatus.Done && !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
            {
                text.Append(chars[..rune.EncodeToUtf16(chars)]);
            }
            else
            {
                foreach (var b in value[..consumed])
                {
                    text.Append("\\x").Append(Convert.ToHexStringLower([b]));
                }
            }

            value = value[consumed..];
        }

        return text.ToString();
    }
}
