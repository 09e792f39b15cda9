namespace Imara.Runtime.Support;

/// <summary>How well a question of IMA can be asked from user space.</summary>
public enum SupportLevel
{
    /// <summary>Not at all: rules with this func never match.</summary>
    None,

    /// <summary>With known differences.</summary>
    Approximate,

    /// <summary>As the kernel asks it.</summary>
    Full,
}
