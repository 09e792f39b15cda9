namespace Imara.Boot.Loading;

/// <summary>How a policy is to be given to the kernel.</summary>
public enum LoadChoice
{
    /// <summary>By its path, and rule by rule where the kernel cannot take the path but would take the rules.</summary>
    Auto,

    /// <summary>By its path alone: the kernel reads, measures and appraises the file itself.</summary>
    Path,

    /// <summary>One write a rule.</summary>
    Lines,
}
