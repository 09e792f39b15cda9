namespace Imara.Appraisal.Simulating;

/// <summary>What a mapped file is to a process.</summary>
public enum RunningRole
{
    /// <summary>The program.</summary>
    Program,

    /// <summary>The ELF interpreter, such as ld.so.</summary>
    Interpreter,

    /// <summary>A library, or whatever else is mapped executable.</summary>
    Library,
}
