using Imara.Linux.Files;
using Imara.Policy.Kernels;

namespace Imara.Appraisal.Simulating;

/// <summary>Reads the labels of files for obj_* conditions, and numbers them. For one thread.</summary>
/// <param name="lsm">The security module; AppArmor labels no files.</param>
/// <param name="isAsked">Some rule has such a condition.</param>
internal sealed class LabelTable(LsmKind lsm, bool isAsked)
{
    private const int MaxLabel = 4096;
    private readonly Dictionary<ByteString, int> numbers = [];
    private readonly byte[] buffer = new byte[MaxLabel];

    /// <summary>The label of a file; empty, and number 0, if it has none or nobody asks.</summary>
    /// <param name="path">Where calls that take paths find it.</param>
    /// <param name="number">The same for equal labels.</param>
    public ByteString Of(ReadOnlySpan<byte> path, out int number)
    {
        number = 0;
        var name = !isAsked ? default : lsm switch
        {
            LsmKind.SELinux => "security.selinux"u8,
            LsmKind.Smack => "security.SMACK64"u8,
            _ => default,
        };
        if (name.IsEmpty || ExtendedAttributes.Read(path, name, buffer, out var length) != Errno.None)
        {
            return ByteString.Empty;
        }

        // SELinux counts a NUL as part of the value.
        var label = new ByteString(buffer.AsSpan(0, length).TrimEnd((byte)0));
        if (!numbers.TryGetValue(label, out number))
        {
            numbers[label] = number = numbers.Count + 1;
        }

        return label;
    }
}
