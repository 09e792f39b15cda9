using System.Text;
using Imara.Linux.ProcFs;

namespace Imara.Cli.Arguments;

/// <summary>The arguments of this process as bytes: the runtime hands them on as text, in which what is not UTF-8 is lost.</summary>
internal static class ArgumentBytes
{
    private const char Replacement = '\uFFFD';

    /// <summary>The bytes of each of <paramref name="arguments"/>, by position; false if one is not known, because /proc is not there to ask.</summary>
    public static bool TryRead(string[] arguments, out byte[][] bytes)
    {
        bytes = [.. arguments.Select(Encoding.UTF8.GetBytes)];
        if (!Array.Exists(arguments, argument => argument.Contains(Replacement)))
        {
            return true;
        }

        return ProcFile.ReadWhole("/proc/self/cmdline"u8, out var all) == Errno.None && TrySplit(all, arguments, out bytes);
    }

    /// <summary>Cuts the content of a <c>cmdline</c> file; the last words are the arguments.</summary>
    /// <param name="all">Every word with a NUL behind.</param>
    /// <param name="arguments">What the runtime made of the arguments, which each word has to agree with.</param>
    /// <param name="bytes">The arguments.</param>
    internal static bool TrySplit(ReadOnlySpan<byte> all, string[] arguments, out byte[][] bytes)
    {
        bytes = [];
        var words = new List<byte[]>();
        while (all.IndexOf((byte)0) is var end and >= 0)
        {
            words.Add(all[..end].ToArray());
            all = all[(end + 1)..];
        }

        var first = words.Count - arguments.Length;
        if (first < 0 || !all.IsEmpty)
        {
            return false;
        }

        bytes = [.. words.Skip(first)];
        return bytes.Zip(arguments).All(pair => Encoding.UTF8.GetString(pair.First) == pair.Second);
    }
}
