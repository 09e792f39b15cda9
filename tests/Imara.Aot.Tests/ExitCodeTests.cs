using Imara.Testing;

namespace Imara.Aot.Tests;

public class ExitCodeTests
{
    [Theory]
    [InlineData(2, "")]
    [InlineData(2, "nonsense")]
    [InlineData(2, "--nonsense")]
    [InlineData(2, "--version nonsense")]
    [InlineData(2, "list")]
    [InlineData(2, "list nonsense")]
    [InlineData(0, "--help")]
    [InlineData(0, "--version")]
    [InlineData(0, "list --help")]
    public void The_exit_status_says_what_happened(int expected, string arguments)
    {
        var result = NativeBinary.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(expected, result.Exit);

        // Who could not be answered is told why on standard error, and nothing is on standard output.
        Assert.Equal(expected == 2, result.Error.StartsWith("imara: ", StringComparison.Ordinal));
        Assert.Equal(expected == 2, result.Output.Length == 0);
        Assert.DoesNotContain("   at ", result.Error);
    }
}
