namespace Imara.Policy.Rules;

/// <summary>How a file is accessed; the kernel's bits.</summary>
[Flags]
public enum AccessMask : byte
{
    /// <summary>No access: buffer events.</summary>
    None = 0,

    /// <summary><c>MAY_EXEC</c></summary>
    Exec = 1,

    /// <summary><c>MAY_WRITE</c></summary>
    Write = 2,

    /// <summary><c>MAY_READ</c></summary>
    Read = 4,

    /// <summary><c>MAY_APPEND</c></summary>
    Append = 8,

    /// <summary><c>MAY_ACCESS</c>: not a word of the rule language.</summary>
    Access = 16,
}
