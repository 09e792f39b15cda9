using System.Text;
using Imara.Policy.Loading;

namespace Imara.Policy.Tests.Conformance;

/// <summary>The files a recorded kernel saw when a path was written: <c>/polfile</c> with the content of the case, and a device.</summary>
internal static class RecordedFiles
{
    public static PolicyFileReader With(byte[]? polfile) => path => Path.GetFullPath(Encoding.UTF8.GetString(path.Span)) switch
    {
        "/polfile" when polfile is not null => new PolicyFile(Errno.None, polfile),
        "/dev/null" or "/dev/console" or "/" or "/dev" or "/proc" or "/sys" => new PolicyFile(Errno.EINVAL, default),
        _ => new PolicyFile(Errno.ENOENT, default),
    };
}
