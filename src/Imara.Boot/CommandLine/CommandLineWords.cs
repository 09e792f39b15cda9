using System.Collections.Immutable;

namespace Imara.Boot.CommandLine;

/// <summary>Takes a kernel command line apart.</summary>
/// <remarks>docs/reference/boot.md 5, inspection.</remarks>
public static class CommandLineWords
{
    /// <summary>Splits at blanks outside double quotes. Quotes around a parameter or around its value are dropped, others stay.</summary>
    /// <param name="commandLine">The line, as <c>/proc/cmdline</c> shows it.</param>
    public static ImmutableArray<CommandLineWord> Split(ReadOnlySpan<byte> commandLine)
    {
        var words = ImmutableArray.CreateBuilder<CommandLineWord>();
        var isForInit = false;
        for (var at = 0; at < commandLine.Length;)
        {
            if (IsBlank(commandLine[at]))
            {
                at++;
                continue;
            }

            var length = LengthOf(commandLine[at..]);
            var word = Read(commandLine.Slice(at, length), at) with { IsForInit = isForInit };
            isForInit |= word.Value is null && word.Name.Span.SequenceEqual("--"u8);
            words.Add(word);
            at += length;
        }

        return words.ToImmutable();
    }

    /// <summary>True for what separates parameters.</summary>
    internal static bool IsBlank(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    private static int LengthOf(ReadOnlySpan<byte> text)
    {
        var isQuoted = false;
        var length = 0;
        for (; length < text.Length && (isQuoted || !IsBlank(text[length])); length++)
        {
            isQuoted ^= text[length] == '"';
        }

        return length;
    }

    private static CommandLineWord Read(ReadOnlySpan<byte> word, int start)
    {
        var span = new SourceSpan(start, word.Length);
        var isQuoted = word[0] == '"';
        if (isQuoted)
        {
            word = WithoutLastQuote(word[1..]);
        }

        var equals = word.IndexOf((byte)'=');
        if (equals < 0)
        {
            return new CommandLineWord(span, new ByteString(word), Value: null, IsForInit: false);
        }

        var value = word[(equals + 1)..];
        if (value.StartsWith("\""u8))
        {
            value = WithoutLastQuote(value[1..]);
        }

        return new CommandLineWord(span, new ByteString(word[..equals]), new ByteString(value), IsForInit: false);
    }

    private static ReadOnlySpan<byte> WithoutLastQuote(ReadOnlySpan<byte> text) => text.EndsWith("\""u8) ? text[..^1] : text;
}
