namespace Imara.Boot.Status;

/// <summary>How the rules in force are known.</summary>
public enum PolicySourceKind
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>They were read from the kernel.</summary>
    ReadBack,

    /// <summary>Their text was recorded when they were loaded.</summary>
    Record,

    /// <summary>They are the built-in ones that the command line asks for.</summary>
    CommandLine,
}
