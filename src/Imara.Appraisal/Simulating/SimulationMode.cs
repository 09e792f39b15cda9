namespace Imara.Appraisal.Simulating;

/// <summary>The values of <c>ima_appraise=</c>.</summary>
public enum SimulationMode
{
    /// <summary>What fails is denied.</summary>
    Enforce,

    /// <summary>What fails is logged and allowed.</summary>
    Log,

    /// <summary>What fails is allowed and labelled, except for signatures.</summary>
    Fix,

    /// <summary>Nothing is appraised.</summary>
    Off,
}
