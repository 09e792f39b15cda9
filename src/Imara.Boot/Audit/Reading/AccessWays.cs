namespace Imara.Boot.Audit.Reading;

/// <summary>Ways to reach a file, as far as system calls tell them apart.</summary>
[Flags]
public enum AccessWays
{
    /// <summary>None is known.</summary>
    None = 0,

    /// <summary>open(2) and its relatives.</summary>
    Open = 1,

    /// <summary>execve(2): also maps the program and its interpreter.</summary>
    Execute = 2,

    /// <summary>mmap(2).</summary>
    Map = 4,

    /// <summary>finit_module(2).</summary>
    Module = 8,

    /// <summary>kexec_file_load(2).</summary>
    Kexec = 16,

    /// <summary>Another call, such as write(2) to a file of securityfs: any hook may be meant.</summary>
    Other = 32,
}
