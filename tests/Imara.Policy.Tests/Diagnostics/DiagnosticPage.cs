using System.Text;
using Imara.Tests.Shared;

namespace Imara.Policy.Tests.Diagnostics;

/// <summary>A page of docs/diagnostics.</summary>
/// <param name="Id">The id, which is its name.</param>
/// <param name="Message">The quoted message.</param>
/// <param name="Options">The options of `imara policy check` it was checked with.</param>
/// <param name="Avoid">The example to avoid.</param>
/// <param name="Instead">What to write instead.</param>
internal sealed record DiagnosticPage(string Id, string Message, string[] Options, byte[] Avoid, byte[] Instead)
{
    public static DiagnosticPage Read(string id)
    {
        var lines = File.ReadAllLines(Path.Combine(CorpusFiles.Root, "docs", "diagnostics", id + ".md"));
        var message = lines.First(line => line.StartsWith("> ", StringComparison.Ordinal))[2..];
        var options = lines.FirstOrDefault(line => line.StartsWith("Checked with `", StringComparison.Ordinal))?.Split('`')[1].Split(' ') ?? [];
        return new DiagnosticPage(id, message, options, Block(lines, "```avoid"), Block(lines, "```policy"));
    }

    private static byte[] Block(string[] lines, string fence)
    {
        var block = lines.SkipWhile(line => line != fence).Skip(1).TakeWhile(line => line != "```").Select(line => Spread(line) + "\n");
        var text = string.Concat(block).Replace("\\r", "\r").Replace(@"\xef\xbb\xbf", "\uFEFF").Replace("\\0", "\0").Replace("\\c\n", string.Empty);
        return Encoding.UTF8.GetBytes(text);
    }

    // `{5000 × a}` stands for 5000 letters.
    private static string Spread(string line)
    {
        var times = line.IndexOf(" × ", StringComparison.Ordinal);
        if (times < 0)
        {
            return line;
        }

        var open = line.LastIndexOf('{', times);
        return line[..open] + new string(line[times + 3], int.Parse(line[(open + 1)..times])) + line[(times + 5)..];
    }
}
