using System.CommandLine;
using CsCheck;
using Imara.Cli.Arguments;
using Imara.Cli.Tests.Verbs;
using Imara.Cli.Verbs;

namespace Imara.Cli.Tests.Arguments;

/// <summary>
/// A slip of the finger in a command line that was right: it is refused by the reader, before a verb is asked to do anything, and the refusal names what was typed.
/// The lines are the examples of every verb, so that a new verb is among them.
/// </summary>
public class MistypedLineTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz-";
    private static readonly (Command Root, List<Line> Lines) All = Read();

    [Fact]
    public void The_lines_that_are_mistyped_here_are_right_and_of_every_verb()
    {
        Assert.All(All.Lines, line => Assert.True(WhyNot(line.Words) is null, $"{string.Join(' ', line.Words)}: {WhyNot(line.Words)}"));
        Assert.Equal(AllVerbs.Read().Verbs.Select(verb => string.Join(' ', verb.Path)), All.Lines.Select(line => string.Join(' ', line.Path)).Distinct());
        Assert.True(All.Lines.Count(line => Options(line).Count > 0) > All.Lines.Count / 2);
    }

    [Fact]
    public void An_option_misspelt_by_one_edit_is_refused_with_the_one_that_was_meant()
    {
        var slips =
            from line in OneOf([.. All.Lines.Where(line => Options(line).Count > 0)])
            from at in OneOf([.. Options(line)])
            from typed in Edited(OptionNames.NameIn(line.Words[at], out _))
            select (line, at, typed);
        slips.Sample(
            slip =>
            {
                var (line, at, typed) = slip;
                var name = OptionNames.NameIn(line.Words[at], out var value);
                if (!typed.StartsWith("--", StringComparison.Ordinal) || typed.Length < 3 || OptionNames.Find(line.Verb, typed) is not null)
                {
                    return;
                }

                var refusal = WhyNot([.. line.Words[..at], value is null ? typed : $"{typed}={value}", .. line.Words[(at + 1)..]]);
                Assert.NotNull(refusal);
                Assert.Contains($"`{typed}`", refusal, StringComparison.Ordinal);
                if (name.Length > 5)
                {
                    Assert.Contains("did you mean `--", refusal, StringComparison.Ordinal);
                }
            },
            iter: 20_000);
    }

    [Fact]
    public void A_value_that_is_left_out_is_missed_by_the_name_of_its_option()
    {
        var slips =
            from line in OneOf([.. All.Lines.Where(line => line.Words.IndexOf("--") < 0)])
            from option in OneOf([.. line.Verb.Options.Where(option => !OptionNames.IsFlag(option) && option.Arity.MinimumNumberOfValues > 0)])
            from isLast in Gen.Bool
            select (line, option, isLast);
        slips.Sample(
            slip =>
            {
                var (line, option, isLast) = slip;
                var without = Without(line, option);
                var refusal = WhyNot([.. without, option.Name, .. isLast ? (string[])[] : ["--quiet"]]);
                Assert.NotNull(refusal);
                Assert.Contains($"`{option.Name}` wants a value", refusal, StringComparison.Ordinal);
            },
            iter: 5_000);
    }

    [Fact]
    public void An_option_with_one_value_is_not_taken_twice()
    {
        var slips =
            from line in OneOf([.. All.Lines])
            from option in OneOf([.. line.Verb.Options.Where(option => !OptionNames.IsFlag(option) && option.Arity.MaximumNumberOfValues == 1)])
            from value in OneOf("a", "1", "./x")
            select (line, option, value);
        slips.Sample(
            slip =>
            {
                var (line, option, value) = slip;
                var refusal = WhyNot([.. line.Path, $"{option.Name}={value}", $"{option.Name}={value}", .. line.Words[line.Path.Length..]]);
                Assert.NotNull(refusal);
                Assert.Contains($"`{option.Name}`", refusal, StringComparison.Ordinal);
            },
            iter: 5_000);
    }

    [Fact]
    public void A_verb_misspelt_by_one_edit_is_refused_by_what_was_typed()
    {
        var slips =
            from line in OneOf([.. All.Lines])
            from at in Gen.Int[0, line.Path.Length - 1]
            from typed in Edited(line.Path[at])
            select (line, at, typed);
        slips.Sample(
            slip =>
            {
                var (line, at, typed) = slip;
                var group = line.Path[..at].Aggregate(All.Root, (command, word) => command.Subcommands.First(below => below.Name == word));
                if (typed.Length == 0 || typed.StartsWith('-') || group.Subcommands.Any(below => below.Name == typed))
                {
                    return;
                }

                var refusal = WhyNot([.. line.Path[..at], typed, .. line.Words[(at + 1)..]]);
                Assert.NotNull(refusal);
                Assert.Contains($"{typed}`; ", refusal, StringComparison.Ordinal);
                Assert.Contains("`imara", refusal, StringComparison.Ordinal);
            },
            iter: 20_000);
    }

    private static string? WhyNot(IEnumerable<string> words)
    {
        var reader = new CommandLineReader(All.Root, [.. words]);
        return reader.TryRead() is null ? reader.Refusal : null;
    }

    private static Gen<T> OneOf<T>(params T[] things) => Gen.Int[0, things.Length - 1].Select(at => things[at]);

    // One letter more, less, another, or two exchanged.
    private static Gen<string> Edited(string word) =>
        from kind in Gen.Int[0, 3]
        from at in Gen.Int[0, word.Length - 1]
        from letter in Gen.Int[0, Letters.Length - 1]
        select kind switch
        {
            0 => word.Insert(at, Letters[letter].ToString()),
            1 => word.Remove(at, 1),
            2 => word.Remove(at, 1).Insert(at, Letters[letter].ToString()),
            _ => at + 1 < word.Length ? word.Remove(at, 1).Insert(at + 1, word[at].ToString()) : word + Letters[letter],
        };

    // Places of long options, before `--`.
    private static List<int> Options(Line line) =>
        [.. Enumerable.Range(0, line.Words.Count).TakeWhile(at => line.Words[at] != "--").Where(at => line.Words[at].StartsWith("--", StringComparison.Ordinal))];

    private static List<string> Without(Line line, Option option)
    {
        var left = new List<string>();
        for (var at = 0; at < line.Words.Count; at++)
        {
            if (OptionNames.Find(line.Verb, OptionNames.NameIn(line.Words[at], out var value)) != option)
            {
                left.Add(line.Words[at]);
            }
            else if (value is null)
            {
                at++;
            }
        }

        return left;
    }

    private static (Command Root, List<Line> Lines) Read()
    {
        var (root, verbs) = AllVerbs.Read();
        return (root, [.. verbs.SelectMany(verb => ((Verb)verb.Verb).Examples.Select(example => new Line(verb.Path, verb.Verb, Split(example))))]);
    }

    // What stands behind `imara` in an example, as a shell would hand it over.
    private static List<string> Split(string example)
    {
        var words = new List<string>();
        var (word, quote) = ((string?)null, '\0');
        foreach (var letter in example[(example.LastIndexOf("imara ", StringComparison.Ordinal) + "imara ".Length)..] + ' ')
        {
            if (quote == letter)
            {
                quote = '\0';
            }
            else if (quote == '\0' && letter is '\'' or '"')
            {
                (quote, word) = (letter, word ?? string.Empty);
            }
            else if (quote == '\0' && letter == ' ')
            {
                words.AddRange(word is null ? [] : [word]);
                word = null;
            }
            else
            {
                word += letter;
            }
        }

        var end = words.FindIndex(one => one is ">" or "<" or "|" or "&&");
        return end < 0 ? words : words[..end];
    }

    private sealed record Line(string[] Path, Command Verb, List<string> Words);
}
