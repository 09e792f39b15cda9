using System.Text;
using Imara.Linux.ProcFs;

namespace Imara.Cli.Verbs.Runs;

/// <summary>The command of a run as it was typed: bytes, which need not be UTF-8.</summary>
internal static class CommandBytes
{
    /// <summary>The bytes of the last arguments of this process.</summary>
    /// <param name="arguments">The same as text, which is taken where the bytes cannot be had.</param>
    public static ByteString[] Of(IReadOnlyList<string> arguments)
    {
        if (ProcFile.ReadWhole("/proc/self/cmdline"u8, out var line) == Errno.None && line.Length > 0 && line[^1] == 0)
        {
            var all = new List<ByteString>();
            foreach (var range in line.AsSpan(..^1).Split((byte)0))
            {
                all.Add(new ByteString(line.AsSpan(..^1)[range]));
            }

            // The command is the end of the line, unless options stand behind it.
            var last = all.TakeLast(arguments.Count).ToArray();
            if (last.Zip(arguments).All(pair => Encoding.UTF8.GetString(pair.First.Span) == pair.Second))
            {
                return last;
            }
        }

        return [.. arguments.Select(argument => new ByteString(argument))];
    }
}
