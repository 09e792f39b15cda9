using System.Globalization;
using System.Text;

namespace Imara.Boot.Ladder;

/// <summary>Shows a change of a text file in the unified format. Pure.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    // Beyond, all lines between the first and the last difference count as changed.
    private const int MaxCompared = 2000;

    /// <summary>The difference; empty without one. Bytes that are not UTF-8 are shown as <c>\xNN</c>.</summary>
    public static string Write(FileChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!change.IsChange)
        {
            return string.Empty;
        }

        var before = Lines(change.Before);
        var after = Lines(change.After);
        var text = new StringBuilder();
        text.Append("--- ").Append(change.Before is null ? "/dev/null" : change.Path).Append('\n');
        text.Append("+++ ").Append(change.After is null ? "/dev/null" : change.Path).Append('\n');
        WriteHunks(Edits(before, after), text);
        return text.ToString();
    }

    private static List<string> Lines(ReadOnlyMemory<byte>? content)
    {
        var lines = new List<string>();
        var rest = content is { } bytes ? bytes.Span : default;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            lines.Add(Shown(end < 0 ? rest : rest[..end]) + (end < 0 ? "\n\\ No newline at end of file" : string.Empty));
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return lines;
    }

    // Tabs are part of such files; other control characters are not.
    private static string Shown(ReadOnlySpan<byte> line)
    {
        var parts = new List<string>();
        foreach (var range in line.Split((byte)'\t'))
        {
            parts.Add(ByteString.Display(line[range]));
        }

        return string.Join('\t', parts);
    }

    // ' ' kept, '-' removed, '+' added
    private static List<(char Kind, string Line)> Edits(List<string> before, List<string> after)
    {
        var head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        var edits = new List<(char, string)>();
        edits.AddRange(before.Take(head).Select(line => (' ', line)));
        AddMiddle(before.GetRange(head, before.Count - head - tail), after.GetRange(head, after.Count - head - tail), edits);
        edits.AddRange(before.Skip(before.Count - tail).Select(line => (' ', line)));
        return edits;
    }

    // The longest common subsequence, from a table of its lengths behind each pair of lines.
    private static void AddMiddle(List<string> before, List<string> after, List<(char, string)> edits)
    {
        if (before.Count > MaxCompared || after.Count > MaxCompared)
        {
            edits.AddRange(before.Select(line => ('-', line)));
            edits.AddRange(after.Select(line => ('+', line)));
            return;
        }

        var common = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (a, b) = (0, 0);
        while (a < before.Count || b < after.Count)
        {
            if (a < before.Count && b < after.Count && before[a] == after[b])
            {
                edits.Add((' ', before[a++]));
                b++;
            }
            else if (a < before.Count && (b == after.Count || common[a + 1, b] >= common[a, b + 1]))
            {
                edits.Add(('-', before[a++]));
            }
            else
            {
                edits.Add(('+', after[b++]));
            }
        }
    }

    private static void WriteHunks(List<(char Kind, string Line)> edits, StringBuilder text)
    {
        for (var i = 0; i < edits.Count;)
        {
            if (edits[i].Kind == ' ')
            {
                i++;
                continue;
            }

            var start = Math.Max(0, i - Context);
            var end = i;
            for (var quiet = 0; end < edits.Count && quiet <= 2 * Context; end++)
            {
                quiet = edits[end].Kind == ' ' ? quiet + 1 : 0;
            }

            while (end > i && edits[end - 1].Kind == ' ')
            {
                end--;
            }

            end = Math.Min(edits.Count, end + Context);
            WriteHunk(edits, start, end, text);
            i = end;
        }
    }

    private static void WriteHunk(List<(char Kind, string Line)> edits, int start, int end, StringBuilder text)
    {
        var hunk = edits.GetRange(start, end - start);
        text.Append("@@ -").Append(Range(edits, hunk, start, '+')).Append(" +").Append(Range(edits, hunk, start, '-')).Append(" @@\n");
        foreach (var (kind, line) in hunk)
        {
            text.Append(kind).Append(line).Append('\n');
        }
    }

    // First line and number of lines of one side; an empty side begins at the line before.
    private static string Range(List<(char Kind, string Line)> edits, List<(char Kind, string Line)> hunk, int start, char others)
    {
        var count = hunk.Count(edit => edit.Kind != others);
        var first = edits.Take(start).Count(edit => edit.Kind != others) + (count > 0 ? 1 : 0);
        return count == 1 ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first},{count}");
    }
}
