namespace Imara.Linux.ProcFs;

/// <summary>One mount; the texts are slices of the input, with the kernel's octal escapes still in them.</summary>
public readonly ref struct MountEntry
{
    /// <summary>Mount id, unique while mounted.</summary>
    public int Id { get; init; }

    /// <summary>Id of the mount this one lies on.</summary>
    public int ParentId { get; init; }

    /// <summary>The directory of the file system that is the root of this mount; escaped.</summary>
    public ReadOnlySpan<byte> Root { get; init; }

    /// <summary>Where it is mounted, seen from the reader's root; escaped.</summary>
    public ReadOnlySpan<byte> MountPoint { get; init; }

    /// <summary>Options of this mount, such as <c>rw,nosuid</c>.</summary>
    public ReadOnlySpan<byte> Options { get; init; }

    /// <summary>Name of the file system type, such as <c>ext4</c> or <c>fuse</c>.</summary>
    public ReadOnlySpan<byte> FileSystemType { get; init; }

    /// <summary>What stood after the first dot of the type; empty without.</summary>
    public ReadOnlySpan<byte> FileSystemSubtype { get; init; }

    /// <summary>What was mounted, such as a device; escaped.</summary>
    public ReadOnlySpan<byte> Source { get; init; }

    /// <summary>True if <paramref name="option"/> is one of the <see cref="Options"/>, such as <c>nosuid</c>.</summary>
    public bool HasOption(ReadOnlySpan<byte> option)
    {
        foreach (var range in Options.Split((byte)','))
        {
            if (Options[range].SequenceEqual(option))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Replaces the escapes <c>\040</c>, <c>\011</c>, <c>\012</c>, <c>\134</c> (any three octal digits up to 377) by their bytes.</summary>
    /// <param name="text">A text of this entry.</param>
    /// <param name="target">Where to; as long as <paramref name="text"/> is enough.</param>
    /// <param name="length">Bytes written.</param>
    /// <returns>False if the target is too small.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> target, out int length)
    {
        length = 0;
        for (var at = 0; at < text.Length; length++)
        {
            if (length == target.Length)
            {
                length = 0;
                return false;
            }

            if (text[at] == '\\' && at + 3 < text.Length && IsOctal(text[at + 1]) && text[at + 1] < '4' && IsOctal(text[at + 2]) && IsOctal(text[at + 3]))
            {
                target[length] = (byte)(((text[at + 1] - '0') << 6) | ((text[at + 2] - '0') << 3) | (text[at + 3] - '0'));
                at += 4;
            }
            else
            {
                target[length] = text[at++];
            }
        }

        return true;
    }

    private static bool IsOctal(byte value) => value is >= (byte)'0' and <= (byte)'7';
}
