namespace Imara.Tests.Shared;

/// <summary>A fenced block of a page that something happens in: a file that is written, or commands and what they print.</summary>
/// <param name="Info">What stands behind the fence: <c>console</c>, <c>console kernel</c>, or a language and a file name.</param>
/// <param name="FirstLine">Index of the first line behind the fence.</param>
/// <param name="Lines">The lines between the fences.</param>
internal sealed record GuideBlock(string Info, int FirstLine, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    /// <summary>The commands, each with the lines it is said to print.</summary>
    public IEnumerable<GuideCommand> Commands
    {
        get
        {
            for (var i = 0; i < Lines.Count;)
            {
                var start = i;
                Assert.True(IsCommand(Lines[i]), $"`{Lines[i]}` is printed by no command");
                var text = Lines[i++][2..];
                while (i < Lines.Count && Lines[i].StartsWith("> ", StringComparison.Ordinal))
                {
                    text += "\n" + Lines[i++][2..];
                }

                var output = i;
                while (i < Lines.Count && !IsCommand(Lines[i]))
                {
                    i++;
                }

                yield return new GuideCommand(text, FirstLine + output, [.. Lines.Skip(output).Take(i - output)]);
                Assert.True(i > start);
            }
        }
    }

    /// <summary>The name of the file, for a block that is one.</summary>
    public string? FileName => Info.Split(' ') is [not "console", var name] ? name : null;

    /// <summary>The blocks of a page, in order.</summary>
    public static IReadOnlyList<GuideBlock> Read(IReadOnlyList<string> page)
    {
        var blocks = new List<GuideBlock>();
        for (var i = 0; i < page.Count; i++)
        {
            if (page[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                var lines = page.Skip(i + 1).TakeWhile(line => line != Fence).ToList();
                blocks.Add(new GuideBlock(page[i][Fence.Length..], i + 1, lines));
                i += lines.Count + 1;
            }
        }

        return blocks;
    }

    private static bool IsCommand(string line) => line.StartsWith("$ ", StringComparison.Ordinal);
}
