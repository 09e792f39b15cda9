using System.Runtime.InteropServices;
using Imara.Failures;

namespace Imara.Linux.Files;

/// <summary>Errors of system calls, as the framework throws them and as people read them.</summary>
public static class IoErrors
{
    /// <summary>What the C library calls an error, in lower case: <c>no such file or directory</c>.</summary>
    public static string TextOf(Errno error)
    {
        var text = Marshal.GetPInvokeErrorMessage((int)error);

        // An abbreviation stays.
        return text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    /// <summary>What a caller throws that speaks to streams.</summary>
    /// <param name="place">The file.</param>
    /// <param name="error">The error.</param>
    public static ToldIOException Make(string place, Errno error) => new($"{place}: {TextOf(error)}", (int)error);

    /// <summary>Why reading or writing failed, in words of ours or of the C library.</summary>
    public static string TextOf(Exception error) => (error as IToldFailure)?.Sentence ?? TextOf(Of(error));

    /// <summary>The number of the error; EIO if none is known.</summary>
    public static Errno Of(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => Errno.ENOENT,
        PathTooLongException => Errno.ENAMETOOLONG,
        UnauthorizedAccessException { InnerException: IOException inner } => Of(inner),
        UnauthorizedAccessException => Errno.EACCES,
        // The framework keeps the number of the system where it has no exception of its own for it.
        IOException { HResult: > 0 and < 4096 } => (Errno)error.HResult,
        _ => Errno.EIO,
    };
}
