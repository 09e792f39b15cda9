using System.Globalization;
using Imara.Diagnostics;
using Imara.Policy.Linting;

namespace Imara.Policy.Tests.Linting;

public class LintTableTests
{
    private static readonly Type[] Rules =
        [.. typeof(PolicyLinter).Assembly.GetTypes().Where(type => type.Namespace == "Imara.Policy.Linting.Rules" && type.BaseType?.Name is "LineLint" or "LintRule")];

    [Fact]
    public void A_lint_rule_is_named_after_its_title()
    {
        var wrong =
            from rule in Rules
            let row = (DiagnosticDescriptor)rule.GetProperty("Kind", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.GetValue(null)!
            let name = string.Concat(row.Title.Split(' ').Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]))
            where name != rule.Name
            select $"{row.Id}: {row.Title} is {rule.Name}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_lint_rule_is_in_the_table_once_and_in_order()
    {
        var ids = LintRules.All.Select(row => row.Id).ToArray();
        Assert.Equal(Rules.Length + 2, ids.Length);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.StartsWith("IMA03", id));
    }

    [Fact]
    public void Messages_begin_with_a_small_letter_or_the_users_text_and_end_without_a_full_stop() =>
        Assert.All(LintRules.All, row =>
        {
            Assert.True(char.IsAsciiLetterLower(row.MessageFormat[0]) || row.MessageFormat[0] is '`' || row.MessageFormat.StartsWith("PCR", StringComparison.Ordinal), row.Id);
            Assert.False(row.MessageFormat.EndsWith('.') || row.Help.EndsWith('.'), row.Id);
            Assert.NotEmpty(row.Help);
        });
}
