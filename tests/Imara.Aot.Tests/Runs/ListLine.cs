namespace Imara.Aot.Tests.Runs;

/// <summary>A line of an ascii list with the template ima-ng, taken apart without our readers.</summary>
/// <param name="TemplateDigest">All zeros for a violation.</param>
/// <param name="Digest">Algorithm, colon and digest in hexadecimal digits.</param>
/// <param name="Name">The path.</param>
internal sealed record ListLine(string TemplateDigest, string Digest, string Name)
{
    public bool IsViolation => TemplateDigest == new string('0', 40);

    public static ListLine Parse(string line)
    {
        var fields = line.Split(' ', 5);
        Assert.Equal(("10", "ima-ng"), (fields[0], fields[2]));
        return new ListLine(fields[1], fields[3], fields[4]);
    }
}
