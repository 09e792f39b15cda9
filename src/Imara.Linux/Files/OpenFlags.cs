using System.Runtime.InteropServices;

namespace Imara.Linux.Files;

/// <summary>The flags of open(2) on this machine; some have other numbers on arm64.</summary>
public static class OpenFlags
{
    /// <summary>O_RDONLY.</summary>
    public const int ReadOnly = 0;

    /// <summary>O_WRONLY.</summary>
    public const int WriteOnly = 1;

    /// <summary>O_RDWR.</summary>
    public const int ReadWrite = 2;

    /// <summary>O_ACCMODE, the bits of the three above; the value 3 itself asks for read and write permission.</summary>
    public const int AccessMode = 3;

    /// <summary>O_CREAT.</summary>
    public const int Create = 0x40;

    /// <summary>O_NOCTTY.</summary>
    public const int NoTerminal = 0x100;

    /// <summary>O_TRUNC.</summary>
    public const int Truncate = 0x200;

    /// <summary>O_APPEND.</summary>
    public const int Append = 0x400;

    /// <summary>O_NONBLOCK.</summary>
    public const int NonBlocking = 0x800;

    /// <summary>O_CLOEXEC.</summary>
    public const int CloseOnExec = 0x80000;

    /// <summary>O_PATH.</summary>
    public const int PathOnly = 0x200000;

    /// <summary>The bit of O_TMPFILE that O_DIRECTORY does not share.</summary>
    public const int TemporaryFile = 0x400000;

    /// <summary>O_LARGEFILE, needed where the kernel opens a file on our behalf: it refuses files over 2 GiB without.</summary>
    public static int LargeFile { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x20000 : 0x8000;

    /// <summary>O_DIRECT.</summary>
    public static int Direct { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x10000 : 0x4000;

    /// <summary>O_DIRECTORY.</summary>
    public static int Directory { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>O_NOFOLLOW.</summary>
    public static int NoFollow { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;
}
