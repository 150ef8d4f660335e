namespace BareDurableApp;

/// <summary>What a diamond is started with.</summary>
/// <param name="Address">What it calls.</param>
/// <param name="IsRecorded">Whether it writes the rows of <see cref="Rows"/> as it goes.</param>
public sealed record DiamondOrder(string Address, bool IsRecorded);
