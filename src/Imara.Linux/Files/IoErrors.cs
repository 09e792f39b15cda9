namespace Imara.Linux.Files;

/// <summary>The error of a system call behind what a stream of the framework throws.</summary>
public static class IoErrors
{
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
