namespace Imara.Kernel.Tests.Loading;

/// <summary>What is done to a file.</summary>
internal enum AccessKind
{
    /// <summary>It is read.</summary>
    Read,

    /// <summary>A line is appended to it.</summary>
    Append,

    /// <summary>It is executed, and is a static program whose name says what it does.</summary>
    Program,

    /// <summary>It is executed, and is a script of the shell.</summary>
    Script,
}
