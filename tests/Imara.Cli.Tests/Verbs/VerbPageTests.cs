using Imara.Tests.Shared;

namespace Imara.Cli.Tests.Verbs;

public class VerbPageTests
{
    [Fact]
    public void Every_verb_has_a_page_that_the_index_names()
    {
        var index = File.ReadAllText(Repository.PathOf("docs/verbs/README.md"));
        var missing =
            from verb in AllVerbs.Read().Verbs
            let page = string.Join('-', verb.Path) + ".md"
            where !File.Exists(Repository.PathOf("docs/verbs/" + page)) || !index.Contains($"({page})", StringComparison.Ordinal)
            select page;
        Assert.Empty(missing);
    }
}
