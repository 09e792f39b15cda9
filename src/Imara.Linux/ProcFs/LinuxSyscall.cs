namespace Imara.Linux.ProcFs;

/// <summary>System calls by name, as far as they say why a file is opened or read.</summary>
public enum LinuxSyscall
{
    /// <summary>Any other.</summary>
    Other,

    /// <summary>open(path, flags, mode).</summary>
    Open,

    /// <summary>creat(path, mode).</summary>
    Creat,

    /// <summary>openat(directory, path, flags, mode).</summary>
    OpenAt,

    /// <summary>openat2(directory, path, how, size); the flags are in memory.</summary>
    OpenAt2,

    /// <summary>open_by_handle_at(mount, handle, flags).</summary>
    OpenByHandleAt,

    /// <summary>execve(path, arguments, environment).</summary>
    Execve,

    /// <summary>execveat(directory, path, arguments, environment, flags).</summary>
    ExecveAt,

    /// <summary>read(descriptor, buffer, count).</summary>
    Read,

    /// <summary>mmap(address, length, protection, flags, descriptor, offset).</summary>
    Mmap,

    /// <summary>init_module(image, length, parameters).</summary>
    InitModule,

    /// <summary>finit_module(descriptor, parameters, flags).</summary>
    FinitModule,

    /// <summary>kexec_file_load(kernel, initrd, ...).</summary>
    KexecFileLoad,

    /// <summary>io_uring_enter(...); what is opened is in memory.</summary>
    IoUringEnter,
}
