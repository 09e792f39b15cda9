using Imara.Cli.Input;
using Imara.Linux.Files;

namespace Imara.Cli.Output;

/// <summary>Puts new content in the place of a file, with mode, owner and labels kept, and tells why where that is not possible.</summary>
internal static class FileReplacement
{
    /// <summary>Replaces the content of a regular file.</summary>
    /// <param name="path">The file; a symbolic link stays, the file it leads to is replaced.</param>
    /// <param name="before">The content it must still have.</param>
    /// <param name="after">The content it gets.</param>
    /// <param name="report">Takes the reason if it stays as it is.</param>
    public static bool TryReplace(string path, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, Report report)
    {
        var outcome = ContentExchange.Replace(PathBytes.Of(path), before.Span, after.Span, out var error);
        if (outcome == ExchangeOutcome.Done)
        {
            return true;
        }

        var reason = outcome switch
        {
            ExchangeOutcome.NotRegular => "is no regular file",
            ExchangeOutcome.SeveralNames => "has several names, and a new file would have one",
            ExchangeOutcome.Changed => "was changed in the meantime",
            ExchangeOutcome.CannotKeep => "belongs to somebody else, or has a label that cannot be kept",
            _ => IoErrors.TextOf(error),
        };
        report.Error($"{InputFile.NameOf(path)}: left as it is: {reason}");
        return false;
    }
}
