using System.Text.RegularExpressions;
using Imara.Tests.Shared;

namespace Imara.Architecture.Tests;

public partial class SourceTests
{
    private const int LongestFile = 500;

    private static IEnumerable<string> Sources => Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs"));

    [Fact]
    public void Namespaces_are_folders()
    {
        var wrong =
            from path in Sources
            let declared = NamespaceLine().Match(File.ReadAllText(Repository.PathOf(path)))
            let expected = NamespaceOf(Path.GetDirectoryName(path)!)
            where declared.Success && declared.Groups[1].Value != expected
            select $"{path}: {declared.Groups[1].Value}, not {expected}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_file_of_a_room_declares_the_type_it_is_named_after()
    {
        var wrong =
            from path in Repository.Files("src", "*.cs")
            let name = Path.GetFileName(path).Split('.')[0]
            where name != "Program"
            where !Regex.IsMatch(File.ReadAllText(Repository.PathOf(path)), $@"\b(class|struct|record|enum|interface|delegate .*)\s+{name}\b")
            select path;
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_source_file_is_too_long_to_read()
    {
        var tooLong =
            from path in Sources
            let lines = File.ReadLines(Repository.PathOf(path)).Count()
            where lines > LongestFile
            select $"{path}: {lines} lines";
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var later =
            from path in Repository.Files("src", "*.cs")
            from line in File.ReadLines(Repository.PathOf(path))
            where line.Contains("TODO") || line.Contains("FIXME") || line.Contains("NotImplementedException")
            select $"{path}: {line.Trim()}";
        Assert.Empty(later);
    }

    // Whoever replaces a file does it in a folder that is held open, and has it on the disk first.
    [Fact]
    public void Files_are_moved_into_their_place_in_one_file()
    {
        var movers =
            from path in Repository.Files("src", "*.cs")
            where !path.StartsWith("src/Imara.Linux/Interop/", StringComparison.Ordinal)
            where MovesFile().IsMatch(File.ReadAllText(Repository.PathOf(path)))
            select path;
        Assert.Equal(["src/Imara.Linux/Files/Replacement.cs"], movers);
    }

    // A name below somebody else's root may be a pipe that nobody writes to, or have no end.
    [Fact]
    public void Whole_files_are_read_in_one_way()
    {
        var others =
            from path in Repository.Files("src", "*.cs")
            where ReadsFile().IsMatch(File.ReadAllText(Repository.PathOf(path)))
            select path;
        Assert.Empty(others);
    }

    // The framework ends the process where libssl is missing: each of these asks for it first, or uses what is managed code.
    [Fact]
    public void The_frameworks_cryptography_is_named_where_it_is_guarded()
    {
        var users =
            from path in Repository.Files("src", "*.cs")
            where !path.StartsWith("src/Imara.Signatures/Keys/", StringComparison.Ordinal)
            where File.ReadAllText(Repository.PathOf(path)).Contains("System.Security.Cryptography", StringComparison.Ordinal)
            select path;
        Assert.Equal(
            [
                "src/Imara.Cli/Input/KeyInput.cs", "src/Imara.Cli/Verbs/Keys/KeyGenerateVerb.cs", "src/Imara.Cli/Verbs/Keys/SubjectOption.cs",
                "src/Imara.Engine/Evm/EvmState.cs", "src/Imara.Signatures/EvmDigest.cs",
            ],
            users.Order(StringComparer.Ordinal));
    }

    // The console of the framework sends codes to terminals, and takes settings of theirs: standard streams are descriptors.
    [Fact]
    public void Nothing_speaks_to_the_console_of_the_framework()
    {
        var speakers =
            from path in Repository.Files("src", "*.cs")
            where UsesConsole().IsMatch(File.ReadAllText(Repository.PathOf(path)))
            select path;
        Assert.Empty(speakers);
    }

    [Fact]
    public void No_test_is_skipped()
    {
        var skipped =
            from path in Repository.Files("tests", "*.cs")
            where SkippedTest().IsMatch(File.ReadAllText(Repository.PathOf(path)))
            select path;
        Assert.Empty(skipped);
    }

    // What several test projects compile in belongs to none of them.
    private static string NamespaceOf(string folder) =>
        folder.Replace("tests/Shared", "Imara.Tests.Shared").Replace("src/", "").Replace("tests/", "").Replace('/', '.');

    [GeneratedRegex(@"^namespace\s+([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\b(File|Directory)\.Move\(|\bRenameAt2?\(|\.MoveTo\(")]
    private static partial Regex MovesFile();

    [GeneratedRegex(@"\bFile\.(ReadAll|OpenRead|OpenText)")]
    private static partial Regex ReadsFile();

    [GeneratedRegex(@"(?<![\w.])(System\.)?Console\.[A-Z]")]
    private static partial Regex UsesConsole();

    [GeneratedRegex(@"\[(Fact|Theory)\([^\]]*\bSkip\s*=")]
    private static partial Regex SkippedTest();
}
