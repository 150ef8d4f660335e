namespace FlowFunctions.Targets.Anaplan;

/// <summary>What an action of a model does; the first three digits of its id say so.</summary>
internal enum ActionKind
{
    /// <summary>112…: reads a file of the model, or another model.</summary>
    Import,

    /// <summary>116…: writes a file of the model.</summary>
    Export,

    /// <summary>117…: any other action, such as a deletion.</summary>
    Action,

    /// <summary>118…: actions of the other kinds, one after the other.</summary>
    Process,
}
