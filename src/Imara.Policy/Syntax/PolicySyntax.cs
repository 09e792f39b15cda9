using System.Collections.Immutable;

namespace Imara.Policy.Syntax;

/// <summary>A policy text cut into lines without losing a byte: comments, blank lines and odd bytes stay where they are.</summary>
/// <remarks>docs/reference/policy.md 2. Joining the <see cref="PolicyLine.FullSpan"/> of all lines gives the text again.</remarks>
public sealed class PolicySyntax
{
    private PolicySyntax(ReadOnlyMemory<byte> text, ImmutableArray<PolicyLine> lines)
    {
        Text = text;
        Lines = lines;
    }

    /// <summary>The text.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The lines in order.</summary>
    public ImmutableArray<PolicyLine> Lines { get; }

    /// <summary>Cuts <paramref name="text"/> into lines; any bytes will do.</summary>
    public static PolicySyntax Parse(ReadOnlyMemory<byte> text)
    {
        var lines = ImmutableArray.CreateBuilder<PolicyLine>();
        var span = text.Span;
        var start = 0;
        while (start < span.Length)
        {
            var length = span[start..].IndexOf((byte)'\n');
            var hasLineFeed = length >= 0;
            var line = new SourceSpan(start, hasLineFeed ? length : span.Length - start);
            lines.Add(new PolicyLine(KindOf(line.Of(span)), lines.Count + 1, line, hasLineFeed));
            start = line.End + 1;
        }

        return new PolicySyntax(text, lines.DrainToImmutable());
    }

    /// <summary>What a line without its line feed holds; the kernel reads it up to the first NUL.</summary>
    public static PolicyLineKind KindOf(ReadOnlySpan<byte> line)
    {
        if (!line.IsEmpty && line[0] == '/')
        {
            return PolicyLineKind.Path;
        }

        foreach (var value in line)
        {
            switch (value)
            {
                case (byte)' ' or (byte)'\t':
                    continue;
                case 0:
                    return PolicyLineKind.Blank;
                case (byte)'#':
                    return PolicyLineKind.Comment;
                default:
                    return PolicyLineKind.Rule;
            }
        }

        return PolicyLineKind.Blank;
    }

    /// <summary>The line that holds the byte at <paramref name="offset"/>; a line feed belongs to the line it ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The text has no lines.</exception>
    public PolicyLine LineAt(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfZero(Lines.Length, nameof(offset));
        var low = 0;
        var high = Lines.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Lines[middle].Span.Start <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return Lines[low];
    }
}
