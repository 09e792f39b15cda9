namespace Imara.Policy.Checking;

/// <summary>How a policy file is fed to the kernel.</summary>
public enum LoadMethod
{
    /// <summary>One write for each line, with its line feed.</summary>
    Lines,

    /// <summary>The path of the file is written and the kernel reads it.</summary>
    Path,

    /// <summary>As cat(1) does: the whole file, going on after short writes.</summary>
    Cat,
}
