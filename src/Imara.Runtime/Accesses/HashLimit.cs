namespace Imara.Runtime.Accesses;

/// <summary>How much is hashed for one access, so that nobody who opens a file decides how long others wait.</summary>
/// <remarks>docs/design/runtime.md, What one access may cost.</remarks>
/// <param name="Bytes">Files that are larger are not hashed at all.</param>
/// <param name="Milliseconds">So long may an access take, the time that it waited for others included.</param>
public readonly record struct HashLimit(long Bytes, long Milliseconds)
{
    /// <summary>The limits where none are asked for: 4 GiB and 5 seconds.</summary>
    public static readonly HashLimit Usual = new(4L << 30, 5000);
}
