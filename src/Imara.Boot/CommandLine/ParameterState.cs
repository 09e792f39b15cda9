namespace Imara.Boot.CommandLine;

/// <summary>What becomes of a parameter.</summary>
public enum ParameterState
{
    /// <summary>It does what it says.</summary>
    Effective,

    /// <summary>The kernel knows it and passes over it.</summary>
    Ignored,

    /// <summary>The kernel does not know the name, or the value or a part of it.</summary>
    Unknown,

    /// <summary>It is taken, but another parameter or its own value speaks against what it does.</summary>
    Conflicting,

    /// <summary>It stands behind <c> -- </c> and is handed to init.</summary>
    Init,
}
