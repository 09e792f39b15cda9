using System.Text;
using Imara.Linux.ProcFs;

namespace Imara.Cli.Verbs.Files;

/// <summary>Paths of the command line as the bytes they were: the runtime puts U+FFFD in the place of what is not UTF-8.</summary>
internal static class PathBytes
{
    private static readonly Lazy<List<byte[]>> Arguments = new(Read);

    /// <summary>The bytes of an argument.</summary>
    public static byte[] Of(string text)
    {
        if (!text.Contains('\uFFFD'))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        return Arguments.Value.Find(bytes => Encoding.UTF8.GetString(bytes) == text) ?? Encoding.UTF8.GetBytes(text);
    }

    private static List<byte[]> Read()
    {
        var arguments = new List<byte[]>();
        if (ProcFile.ReadWhole("/proc/self/cmdline"u8, out var all) == Errno.None)
        {
            foreach (var range in all.AsSpan().Split((byte)0))
            {
                arguments.Add(all[range]);
            }
        }

        return arguments;
    }
}
