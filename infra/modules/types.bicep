metadata description = 'Types that the modules share.'

@export()
@description('Tags of a resource, by name.')
type tags = { *: string }

@export()
@description('Settings of the app, by name.')
type settings = { *: string }
