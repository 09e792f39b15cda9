using System.Text.RegularExpressions;
using Imara.Testing;

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
            let expected = Path.GetDirectoryName(path)!.Replace("src/", "").Replace("tests/", "").Replace('/', '.')
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

    [Fact]
    public void No_test_is_skipped()
    {
        var skipped =
            from path in Repository.Files("tests", "*.cs")
            where SkippedTest().IsMatch(File.ReadAllText(Repository.PathOf(path)))
            select path;
        Assert.Empty(skipped);
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\[(Fact|Theory)\([^\]]*\bSkip\s*=")]
    private static partial Regex SkippedTest();
}
