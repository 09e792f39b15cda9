using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Labelling;

public class PathPatternTests
{
    [Theory]
    [InlineData("*.so", "usr/lib/libx.so", true)]
    [InlineData("*.so", "usr/lib/libx.so.1", false)]
    [InlineData("lib?.so", "lib/liba.so", true)]
    [InlineData("/lib", "lib", true)]
    [InlineData("/lib", "usr/lib", false)]
    [InlineData("usr/*/x", "usr/lib/x", true)]
    [InlineData("usr/*/x", "usr/lib/y/x", false)]
    [InlineData("usr/**/x", "usr/lib/y/x", true)]
    [InlineData("usr/**/x", "usr/x", true)]
    [InlineData("usr/**/x", "usr/lib/yx", false)]
    [InlineData("usr/**", "usr/lib/y/x", true)]
    [InlineData("**/x", "x", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]]", "]", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "x", false)]
    public void Patterns_match_as_described(string pattern, string path, bool matches) => Assert.Equal(matches, Parse(pattern).Matches(Encoding.UTF8.GetBytes(path)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a[b", 1)]
    [InlineData("ab\\", 2)]
    public void A_broken_pattern_is_refused_where_it_breaks(string pattern, int offset)
    {
        Assert.False(PathPattern.TryParse(Encoding.UTF8.GetBytes(pattern), out _, out var error));
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void Matching_agrees_with_a_regular_expression() =>
        Gen.Select(Gen.OneOf(Array.ConvertAll(new[] { "a", "b", "?", "*", "**", "/", "**/" }, word => Gen.Const(word))).Array[1, 6], Gen.OneOf(Array.ConvertAll(new[] { "a", "b", "/" }, word => Gen.Const(word))).Array[1, 8]).Sample((parts, text) =>
        {
            var pattern = string.Concat(parts);
            var path = string.Concat(text).Trim('/');
            // What a star means next to two others is nobody's business.
            if (pattern.Contains("***", StringComparison.Ordinal) || pattern.TrimStart('/').Length == 0)
            {
                return;
            }

            var held = pattern.Contains('/', StringComparison.Ordinal) ? path : path[(path.LastIndexOf('/') + 1)..];
            Assert.Equal(Regex.IsMatch(held, RegexOf(pattern.TrimStart('/')), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10)), Parse(pattern).Matches(Encoding.UTF8.GetBytes(path)));
        });

    private static string RegexOf(string pattern)
    {
        var regex = new StringBuilder("\\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern[i..];
            if (rest.StartsWith("**/", StringComparison.Ordinal) && (i == 0 || pattern[i - 1] == '/'))
            {
                regex.Append("(.*/)?");
                i += 2;
            }
            else if (rest.StartsWith("**", StringComparison.Ordinal))
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(rest[0] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }

        return regex.Append("\\z").ToString();
    }

    private static PathPattern Parse(string text)
    {
        Assert.True(PathPattern.TryParse(Encoding.UTF8.GetBytes(text), out var pattern, out var error), $"{text}: {error}");
        return pattern;
    }
}
