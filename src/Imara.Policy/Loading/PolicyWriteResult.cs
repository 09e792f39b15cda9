using System.Collections.Immutable;

namespace Imara.Policy.Loading;

/// <summary>What one <c>write()</c> to the policy file returns.</summary>
/// <param name="Return">The return value where there is no error: the length of the first line plus one, whatever was given.</param>
/// <param name="Errno">The error; <see cref="Imara.Errno.None"/> if the write succeeded.</param>
/// <param name="Lines">The lines the kernel parsed: one for rules, all up to the first bad one for a path.</param>
/// <param name="Path">The path of the policy file, if the data was one.</param>
public readonly record struct PolicyWriteResult(int Return, Errno Errno, ImmutableArray<LineVerdict> Lines, ByteString? Path)
{
    /// <summary>True if the write returned no error.</summary>
    public bool IsAccepted => Errno == Errno.None;
}
