using System.CommandLine;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>Options that several verbs about files have.</summary>
internal static class FileOptions
{
    /// <summary>`--algo`.</summary>
    public static Option<HashAlgo> Algo() => new("--algo", "-a")
    {
        Description = "Hash algorithm, by the kernel's name",
        HelpName = "ALGO",
        DefaultValueFactory = _ => HashAlgo.Sha256,
        CustomParser = result =>
        {
            var text = result.Tokens is [var token] ? token.Value : string.Empty;
            if (!HashAlgos.TryParse(text, out var read))
            {
                result.AddError($"--algo: `{text}` is no hash algorithm of the kernel");
            }

            return read;
        },
    };

    /// <summary>False, with a reason, for what nobody should write any more.</summary>
    public static bool IsWritable(HashAlgo algo, bool forced, Report report)
    {
        if (algo is HashAlgo.Md4 or HashAlgo.Md5 && !forced)
        {
            report.Error($"--algo: {HashAlgos.NameOf(algo)} is broken; --force writes it all the same");
            return false;
        }

        return true;
    }
}
