namespace Imara.Policy.Kernels;

/// <summary>What a feature of a kernel changes for a policy.</summary>
public enum FeatureTouches
{
    /// <summary>Which rules are accepted.</summary>
    Acceptance,

    /// <summary>How accepted rules read back.</summary>
    ReadBack,

    /// <summary>Which events a rule is asked about, or with what.</summary>
    Matching,

    /// <summary>What is measured, and when again.</summary>
    Measuring,

    /// <summary>The rules of the built-in policies.</summary>
    BuiltIn,
}
